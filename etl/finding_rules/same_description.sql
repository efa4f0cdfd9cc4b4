-- about: the text without blanks and punctuation. Texts are compared by hash first: few are ever alike.
WITH texts AS (
    SELECT region_code, date_trunc('month', found_date)::DATE AS first_day, enterprise_id, enterprise, hazard_id,
        sector_code, _file, _row, description,
        translate(lower(description), E' \t\r\n　,.;:!?()[]<>"''-_/\\，。、；：！？（）［］【】《》〈〉“”‘’—…·～', '') AS plain
    FROM hazards WHERE length(description) >= $min_length),
alike AS (
    SELECT region_code, first_day, hash(plain) AS code, count(*) AS n,
        count(DISTINCT coalesce(enterprise_id, enterprise)) AS enterprises
    FROM texts WHERE length(plain) >= $min_length GROUP BY ALL
    HAVING n >= $min_hazards AND enterprises >= $min_enterprises)
SELECT 'hazards' AS "table", t.region_code, t.sector_code, strftime(t.first_day, '%Y-%m') AS month, t.plain AS about,
    t.hazard_id AS key, t._file AS file_id, t._row AS "row", 'description' AS "column", t.description AS value,
    a.n || '/' || a.enterprises AS against, t.description AS detail, a.n AS amount
FROM alike AS a JOIN texts AS t ON t.region_code = a.region_code AND t.first_day = a.first_day AND hash(t.plain) = a.code
