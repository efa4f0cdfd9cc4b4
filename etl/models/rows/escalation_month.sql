-- Each letter, notice or interview in every month from its sending to its answer.
SELECT
    e.region_code,
    m.month,
    coalesce(e.sector_code, 'none') AS sector,
    e.step,
    'escalations' AS ledger,
    e.escalation_id AS row_id,
    e.sent_date AS row_date,
    concat_ws(' ', e.committee, e.cause) AS told,
    e._file,
    e._row,
    (e.sent_date >= m.first_day)::INTEGER AS sent,
    coalesce(e.answered_date BETWEEN m.first_day AND m.last_day, FALSE)::INTEGER AS answered,
    (
        coalesce(e.answer_due < m.last_day, FALSE) AND (e.answered_date IS NULL OR e.answered_date > m.last_day)
    )::INTEGER AS overdue
FROM escalations AS e
JOIN stg_months AS m
    ON e.sent_date <= m.last_day AND (e.answered_date IS NULL OR e.answered_date >= m.first_day)
