-- grain: region_code, month, sector
-- Inspections, what they found and what followed.
SELECT
    i.region_code,
    m.month,
    coalesce(i.sector_code, 'none') AS sector,
    count(*) AS inspections,
    CASE WHEN count(i.problems) > 0 THEN count(*) FILTER (WHERE i.problems > 0) END AS with_problems,
    -- A column that no report fills stays unknown: its sum is NULL, not nought.
    sum(i.problems)::BIGINT AS problems,
    sum(i.rectified)::BIGINT AS rectified,
    sum(i.penalties)::BIGINT AS penalties,
    sum(i.penalty_yuan)::DOUBLE AS penalty_yuan
FROM inspections AS i
JOIN stg_months AS m ON i.inspected_date BETWEEN m.first_day AND m.last_day
GROUP BY ALL
