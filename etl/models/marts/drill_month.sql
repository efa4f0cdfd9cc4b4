-- grain: region_code, month, sector, kind, organiser
-- Drills held.
SELECT
    d.region_code,
    m.month,
    coalesce(d.sector_code, 'none') AS sector,
    d.kind,
    coalesce(d.organiser, 'none') AS organiser,
    count(*) AS drills,
    sum(d.participants)::BIGINT AS participants
FROM drills AS d
JOIN stg_months AS m ON d.held_date BETWEEN m.first_day AND m.last_day
GROUP BY ALL
