/** Whether NtNotifyChangeDirectoryFile takes this filter: some bits, and none that is unknown (Wine test_ntncdf). */
export function isValidFilter(bits: number): boolean {
  return bits !== 0 && (bits & ~0xfff) === 0;
}
