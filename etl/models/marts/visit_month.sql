-- grain: region_code, month, sector, kind, activity
-- Visits, meetings and checks of those on duty, what they raised and what of it was solved.
SELECT
    v.region_code,
    m.month,
    coalesce(v.sector_code, 'none') AS sector,
    v.kind,
    coalesce(v.activity, 'none') AS activity,
    count(*) AS visits,
    sum(v.raised)::BIGINT AS raised,
    sum(v.solved)::BIGINT AS solved,
    CASE WHEN count(v.raised) > 0 THEN count(*) FILTER (WHERE v.raised > 0) END AS with_raised,
    CASE WHEN count(v.solved) > 0 THEN count(*) FILTER (WHERE v.solved > 0) END AS with_solved
FROM visits AS v
JOIN stg_months AS m ON v.visit_date BETWEEN m.first_day AND m.last_day
GROUP BY ALL
