-- grain: region_code, month, sector, audience
-- Trainings held, who was to attend, who did, and who passed the test.
SELECT
    t.region_code,
    m.month,
    coalesce(t.sector_code, 'none') AS sector,
    t.audience,
    count(*) AS trainings,
    -- A column that no report fills stays unknown: its sum is NULL, not nought.
    sum(t.planned)::BIGINT AS planned,
    sum(t.attended)::BIGINT AS attended,
    sum(t.examined)::BIGINT AS examined,
    sum(t.passed)::BIGINT AS passed
FROM trainings AS t
JOIN stg_months AS m ON t.held_date BETWEEN m.first_day AND m.last_day
GROUP BY ALL
