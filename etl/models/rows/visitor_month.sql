-- Each visitor (post) once in every month from its first record to its last. The row shown is its first record
-- of the month; in a month without any, the latest before it.
WITH monthly AS (
    SELECT
        v.region_code,
        v.kind,
        v.visitor_id,
        m.month,
        count(*) FILTER (WHERE coalesce(v.activity, 'visit') <> 'meeting') AS visits,
        arg_min(v.visit_id, (v.visit_date, v.visit_id)) AS first_visit,
        arg_max(v.visit_id, (v.visit_date, v.visit_id)) AS last_visit
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
),

standing AS (
    SELECT
        s.region_code,
        m.month,
        s.kind,
        s.visitor_id,
        coalesce(v.visits, 0)::BIGINT AS visits,
        coalesce(
            v.first_visit,
            last_value(v.last_visit IGNORE NULLS)
                OVER (PARTITION BY s.region_code, s.kind, s.visitor_id ORDER BY m.month)
        ) AS visit_id
    FROM spans AS s
    JOIN stg_months AS m ON m.month BETWEEN s.first_month AND s.last_month
    LEFT JOIN monthly AS v
        ON s.region_code = v.region_code AND s.kind = v.kind AND s.visitor_id = v.visitor_id AND m.month = v.month
)

SELECT
    t.region_code,
    t.month,
    k.sector,
    t.kind,
    t.visits,
    'visits' AS ledger,
    t.visit_id AS row_id,
    r.visit_date AS row_date,
    t.visitor_id AS told,
    r._file,
    r._row,
    1 AS visitors
FROM standing AS t
JOIN sectors AS k ON t.region_code = k.region_code AND t.kind = k.kind AND t.visitor_id = k.visitor_id
JOIN visits AS r ON t.region_code = r.region_code AND t.visit_id = r.visit_id
