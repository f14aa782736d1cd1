/** What goes back over the wire. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}
