-- grain: region_code, month, sector, kind, visits
-- Visitors (posts) by how often they visited in the month; meetings are no visits. A visitor counts from the
-- first to the last month with a record, so a month without a visit in between stands at nought visits.
-- A visitor's sector is that of the first record, so that nobody is counted in two sectors.
WITH monthly AS (
    SELECT
        v.region_code,
        v.kind,
        v.visitor_id,
        m.month,
        count(*) FILTER (WHERE coalesce(v.activity, 'visit') <> 'meeting') AS visits
    FROM visits AS v
    JOIN stg_months AS m ON v.visit_date BETWEEN m.first_day AND m.last_day
    GROUP BY ALL
),

sectors AS (
    SELECT region_code, kind, visitor_id, arg_min(coalesce(sector_code, 'none'), (visit_date, visit_id)) AS sector
    FROM visits GROUP BY ALL
),

spans AS (
    SELECT region_code, kind, visitor_id, min(month) AS first_month, max(month) AS last_month
    FROM monthly GROUP BY ALL
)

SELECT s.region_code, m.month, k.sector, s.kind, coalesce(v.visits, 0)::BIGINT AS visits, count(*) AS visitors
FROM spans AS s
JOIN stg_months AS m ON m.month BETWEEN s.first_month AND s.last_month
JOIN sectors AS k ON s.region_code = k.region_code AND s.kind = k.kind AND s.visitor_id = k.visitor_id
LEFT JOIN monthly AS v
    ON s.region_code = v.region_code AND s.kind = v.kind AND s.visitor_id = v.visitor_id AND m.month = v.month
GROUP BY ALL
