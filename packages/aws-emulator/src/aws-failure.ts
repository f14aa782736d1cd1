/** An error as AWS answers it: its documented name, HTTP status and message. */
export class AwsFailure extends Error {
  static {
    this.prototype.name = 'AwsFailure';
  }

  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}
