/**
 * A TL value: the constructor's name in `_`, its fields beside it in camelCase.
 *
 * `flags` fields never appear: a field that is present sets its bit. Absent optional fields are
 * undefined. `Bool` is a boolean, `Vector` an array, `int` a number, `long` a bigint except where it
 * is an id (see int53.ts), `string` a string, `bytes`, `int128` and `int256` a Buffer.
 */
export interface TlObject {
  readonly _: string
}
