/** One entry of `notifications` in createMessage, or some of its fields. */
export type Notification = Record<string, unknown>;
