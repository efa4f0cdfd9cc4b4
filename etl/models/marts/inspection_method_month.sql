-- grain: region_code, month, sector, method
-- Inspections by how they were made, what they found and what followed.
SELECT
    i.region_code,
    m.month,
    coalesce(i.sector_code, 'none') AS sector,
    coalesce(i.method, 'none') AS method,
    count(*) AS inspections,
    CASE WHEN count(i.problems) > 0 THEN count(*) FILTER (WHERE i.problems > 0) END AS with_problems,
    sum(i.problems)::BIGINT AS problems,
    sum(i.penalties)::BIGINT AS penalties
FROM inspections AS i
JOIN stg_months AS m ON i.inspected_date BETWEEN m.first_day AND m.last_day
GROUP BY ALL
