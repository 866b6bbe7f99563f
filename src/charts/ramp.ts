/**
 * Colours for numbers, least to largest, as five stops: what is larger stands out more from the ground.
 * Every stop has a contrast of 3 with the panel of its theme; a test recomputes it.
 */
export const RAMP = {
  light: ['#e0700f', '#d1394c', '#a01f7a', '#5c1a8f', '#170a4d'],
  dark: ['#6f6ae0', '#b864cf', '#ee6f9c', '#fba873', '#fdf2b0'],
} as const;
