-- about: the text without blanks, punctuation and symbols, in lower case. To clean a million texts takes longer than all
-- other rules: only those are cleaned whole whose beginnings are alike often enough (six characters of the first twelve),
-- and each beginning and each text once, since offices copy.
WITH starts AS MATERIALIZED (
    SELECT start, left(regexp_replace(lower(start), '[\s\p{P}\p{S}]+', '', 'g'), 6) AS clean
    FROM (SELECT DISTINCT left(description, 12) AS start FROM hazards WHERE length(description) >= $min_length)),
heads AS MATERIALIZED (
    SELECT h.rowid AS id, hash(region_code, year(found_date) * 12 + month(found_date), clean) AS head
    FROM hazards AS h JOIN starts ON left(description, 12) = start WHERE length(description) >= $min_length),
likely AS (SELECT head FROM heads GROUP BY head HAVING count(*) >= $min_hazards),
likely_rows AS MATERIALIZED (
    SELECT h.region_code, h.sector_code, h.hazard_id, h.enterprise_id, h.enterprise, h._file, h._row, h.description,
        date_trunc('month', h.found_date)::DATE AS first_day
    FROM hazards AS h SEMI JOIN (SELECT id FROM heads SEMI JOIN likely USING (head)) AS s ON h.rowid = s.id),
said AS MATERIALIZED (
    SELECT description, regexp_replace(lower(description), '[\s\p{P}\p{S}]+', '', 'g') AS plain
    FROM (SELECT DISTINCT description FROM likely_rows)),
texts AS (SELECT * FROM likely_rows JOIN said USING (description) WHERE length(plain) >= $min_length),
alike AS (
    SELECT region_code, first_day, plain, count(*) AS n, count(DISTINCT coalesce(enterprise_id, enterprise)) AS enterprises
    FROM texts GROUP BY ALL
    HAVING n >= $min_hazards AND enterprises >= $min_enterprises)
SELECT 'hazards' AS "table", t.region_code, t.sector_code, strftime(t.first_day, '%Y-%m') AS month, t.plain AS about,
    t.hazard_id AS key, t._file AS file_id, t._row AS "row", 'description' AS "column", t.description AS value,
    a.n || '/' || a.enterprises AS against, t.description AS detail, a.n AS amount
FROM alike AS a JOIN texts AS t USING (region_code, first_day, plain)
