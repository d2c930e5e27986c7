/** A warning of the API server that somebody has accepted, and why. */
interface AcceptedWarning {
  /** Part of the warning's text. */
  readonly text: string;
  readonly reason: string;
}

const accepted: readonly AcceptedWarning[] = [];

/** Whether a `Warning:` line has been accepted. */
export const isAccepted = (line: string): boolean => accepted.some(({ text }) => line.includes(text));
