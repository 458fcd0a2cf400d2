/** Whether two signatures are of one failure: where what a line of a file expects was not met, the line may be another. */
export function isSameFailure(one: string, other: string): boolean {
  return withoutLine(one) === withoutLine(other);
}

function withoutLine(signature: string): string {
  return signature.startsWith('expect.') ? signature.replace(/:\d+#/, '#') : signature;
}
