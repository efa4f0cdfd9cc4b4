-- grain: region_code, month, sector
-- Spot checks of what employees should know.
SELECT
    c.region_code,
    m.month,
    coalesce(c.sector_code, 'none') AS sector,
    count(*) AS checks,
    sum(c.sampled)::BIGINT AS sampled,
    sum(c.correct)::BIGINT AS correct
FROM awareness_checks AS c
JOIN stg_months AS m ON c.check_date BETWEEN m.first_day AND m.last_day
GROUP BY ALL
