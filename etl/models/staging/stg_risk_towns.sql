-- grain: region_code, risk_point_id
-- The town of each risk point in one spelling: blanks trimmed, `none` where nothing is filled in. Half-width marks that
-- links part lists by become full-width ones.
SELECT
    region_code,
    risk_point_id,
    coalesce(
        nullif(translate(trim(regexp_replace(town, '[\s　]+', ' ', 'g')), ',;:', '，；：'), ''), 'none'
    ) AS town
FROM risk_points
