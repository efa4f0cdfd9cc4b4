-- about: nothing beside region and month. Upper binomial tail P(X >= k) of n with p = 1 / days of the month, added up
-- term by term in logarithms; only for the few months that pass the two plain limits.
WITH months AS (
    SELECT region_code, date_trunc('month', found_date)::DATE AS first_day, count(*) AS n,
        count(*) FILTER (WHERE found_date = last_day(found_date)) AS k
    FROM hazards GROUP BY ALL HAVING n >= $min_found AND k > $min_share * n),
terms AS (
    SELECT *, 1 / day(last_day(first_day)) AS p, unnest(generate_series(k, n)) AS x FROM months),
bunched AS (
    SELECT region_code, first_day, n, k,
        sum(exp(lgamma(n + 1) - lgamma(x + 1) - lgamma(n - x + 1) + x * ln(p) + (n - x) * ln(1 - p))) AS probability
    FROM terms GROUP BY ALL HAVING probability < $max_probability)
SELECT 'hazards' AS "table", h.region_code, h.sector_code, strftime(b.first_day, '%Y-%m') AS month, '' AS about,
    h.hazard_id AS key, h._file AS file_id, h._row AS "row", 'found_date' AS "column", h.found_date::VARCHAR AS value,
    b.k || '/' || b.n AS against, 'found_date ' || h.found_date || ', ' || b.k || '/' || b.n AS detail, b.k / b.n AS amount
FROM bunched AS b JOIN hazards AS h ON h.region_code = b.region_code AND h.found_date = last_day(b.first_day)
