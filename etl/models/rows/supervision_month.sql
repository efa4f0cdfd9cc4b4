-- Each hazard under supervision in every month from the one in which it was found.
SELECT
    h.region_code,
    m.month,
    coalesce(h.sector_code, 'none') AS sector,
    h.supervision,
    year(h.found_date) AS found_year,
    'hazards' AS ledger,
    h.hazard_id AS row_id,
    h.found_date AS row_date,
    concat_ws(' ', h.enterprise, h.description) AS told,
    h._file,
    h._row,
    1 AS listed,
    (NOT is_open)::INTEGER AS struck_off,
    is_open::INTEGER AS open_stock,
    (is_open AND coalesce(h.due_date < m.last_day, FALSE))::INTEGER AS overdue
FROM hazards AS h
JOIN stg_months AS m ON h.found_date <= m.last_day
CROSS JOIN LATERAL (SELECT h.closed_date IS NULL OR h.closed_date > m.last_day AS is_open)
WHERE coalesce(h.supervision, 'none') <> 'none'
