-- Each hazard in every month in which it counts in hazard_month, with what it adds to each measure.
SELECT
    h.region_code,
    m.month,
    coalesce(h.sector_code, 'none') AS sector,
    h.level,
    coalesce(h.found_by, 'none') AS found_by,
    'hazards' AS ledger,
    h.hazard_id AS row_id,
    h.found_date AS row_date,
    concat_ws(' ', h.enterprise, h.description) AS told,
    h._file,
    h._row,
    (h.found_date < m.first_day AND (h.closed_date IS NULL OR h.closed_date >= m.first_day))::INTEGER AS opening,
    (h.found_date BETWEEN m.first_day AND m.last_day)::INTEGER AS found,
    coalesce(h.closed_date BETWEEN m.first_day AND m.last_day, FALSE)::INTEGER AS closed,
    is_open::INTEGER AS open_stock,
    (is_open AND coalesce(h.due_date < m.last_day, FALSE))::INTEGER AS overdue,
    is_due::INTEGER AS due,
    (is_due AND coalesce(h.closed_date <= h.due_date, FALSE))::INTEGER AS on_time,
    (is_due AND coalesce(h.closed_date <= m.last_day, FALSE))::INTEGER AS closed_of_due,
    is_due_ytd::INTEGER AS due_ytd,
    (is_due_ytd AND coalesce(h.closed_date <= h.due_date, FALSE))::INTEGER AS on_time_ytd,
    (is_due_ytd AND coalesce(h.closed_date <= m.last_day, FALSE))::INTEGER AS closed_of_due_ytd,
    (is_open AND is_supervised)::INTEGER AS supervised_open,
    (is_open AND is_supervised AND coalesce(h.due_date < m.last_day, FALSE))::INTEGER AS supervised_overdue,
    (is_open AND coalesce(h.five_settled, FALSE))::INTEGER AS five_settled_open,
    is_cohort::INTEGER AS cohort_total,
    (is_cohort AND coalesce(h.closed_date <= m.last_day, FALSE))::INTEGER AS cohort_closed,
    (is_cohort AND is_open)::INTEGER AS cohort_open
FROM hazards AS h
CROSS JOIN plan_settings AS s
JOIN stg_months AS m ON h.found_date <= m.last_day OR h.due_date <= m.last_day
CROSS JOIN LATERAL (
    SELECT
        h.found_date <= m.last_day AND (h.closed_date IS NULL OR h.closed_date > m.last_day) AS is_open,
        coalesce(h.due_date BETWEEN m.first_day AND m.last_day, FALSE) AS is_due,
        coalesce(h.due_date BETWEEN m.year_start AND m.last_day, FALSE) AS is_due_ytd,
        coalesce(h.supervision, 'none') <> 'none' AS is_supervised,
        h.found_date <= m.last_day AND coalesce(h.found_date < s.cohort_before, FALSE) AS is_cohort
)
