-- grain: region_code, month, sector
-- Inspections, what they found and what followed.
SELECT
    i.region_code,
    m.month,
    coalesce(i.sector_code, 'none') AS sector,
    count(*) AS inspections,
    count(*) FILTER (WHERE i.problems > 0) AS with_problems,
    coalesce(sum(i.problems), 0)::BIGINT AS problems,
    coalesce(sum(i.rectified), 0)::BIGINT AS rectified,
    coalesce(sum(i.penalties), 0)::BIGINT AS penalties,
    coalesce(sum(i.penalty_yuan), 0)::DOUBLE AS penalty_yuan
FROM inspections AS i
JOIN stg_months AS m ON i.inspected_date BETWEEN m.first_day AND m.last_day
GROUP BY ALL
