-- grain: region_code, month, task_id
-- How a task stands at the month's last day by the newest report up to then; before the first report there is
-- no row. report_month is that report's month, done_date and percent are as reported.
WITH reports AS (
    SELECT *, lead(report_month) OVER (PARTITION BY region_code, task_id ORDER BY report_month) AS next_month
    FROM task_progress
)

SELECT
    p.region_code,
    m.month,
    p.task_id,
    p.report_month,
    p.done_date,
    p.percent,
    1 AS reported,
    (CASE
        WHEN p.done_date IS NOT NULL THEN p.done_date <= m.last_day
        ELSE coalesce(p.percent >= 100, FALSE)
    END)::INTEGER AS done
FROM reports AS p
JOIN stg_months AS m
    ON m.month >= p.report_month AND (p.next_month IS NULL OR m.month < p.next_month)
