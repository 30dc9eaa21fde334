/** Less than this is a sum that did not come out even [B]. */
export const ROUNDING = 1e-6;
