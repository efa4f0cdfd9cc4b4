-- grain: region_code, month, sector, step
-- Steps of the plan's ladder: sent and answered in the month, overdue at its last day (unanswered and due before).
SELECT
    e.region_code,
    m.month,
    coalesce(e.sector_code, 'none') AS sector,
    e.step,
    count(*) FILTER (WHERE e.sent_date >= m.first_day) AS sent,
    count(*) FILTER (WHERE e.answered_date BETWEEN m.first_day AND m.last_day) AS answered,
    count(*) FILTER (
        WHERE e.answer_due < m.last_day AND (e.answered_date IS NULL OR e.answered_date > m.last_day)
    ) AS overdue
FROM escalations AS e
JOIN stg_months AS m
    ON e.sent_date <= m.last_day AND (e.answered_date IS NULL OR e.answered_date >= m.first_day)
GROUP BY ALL
HAVING sent + answered + overdue > 0
