/** The most that an operation may take, as multiples of its floor. */
export interface Bounds {
  /** An unchanged preview; floor: that of the trivial program with the same pack. */
  readonly preview: number;
  /** A creation and a change of the module; floor: the trivial program's and the bare calls together. */
  readonly update: number;
  /** An unchanged preview with the pack; floor: the same without. */
  readonly pack: number;
  /** Floor: the trivial program's and the bare calls together. */
  readonly refresh: number;
  readonly peakMb: number;
}

/** By number of callers; other numbers have no bounds. */
export const bounds: Readonly<Record<number, Bounds>> = {
  100: { preview: 1.3, update: 1.3, pack: 1.25, refresh: 1.5, peakMb: 300 },
  300: { preview: 1.3, update: 1.3, pack: 1.25, refresh: 1.5, peakMb: 400 },
  1000: { preview: 1.2, update: 1.3, pack: 1.25, refresh: 1.5, peakMb: 600 },
};

/** A change of the module with 100 callers, jobs of 3 s and 300 requests a minute and token: seconds of wall time. */
export const limitedChangeS = 35;
