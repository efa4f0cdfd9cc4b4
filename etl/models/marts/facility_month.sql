-- grain: region_code, month, sector, kind
-- Quantities planned and done by the month's last day. What was done ahead of the plan counts as planned from
-- then on, so that no more is done than planned; what is done without a date counts from its report on.
WITH dated AS (
    SELECT
        *,
        coalesce(done_date, CASE WHEN done > 0 THEN last_day((report_month || '-01')::DATE) END) AS done_day
    FROM facilities
)

SELECT
    f.region_code,
    m.month,
    coalesce(f.sector_code, 'none') AS sector,
    f.kind,
    sum(f.planned)::DOUBLE AS planned,
    coalesce(sum(f.done) FILTER (WHERE f.done_day <= m.last_day), 0)::DOUBLE AS done
FROM dated AS f
JOIN stg_months AS m ON f.planned_date IS NULL OR least(f.planned_date, f.done_day) <= m.last_day
GROUP BY ALL
