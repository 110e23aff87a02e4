import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { Cell } from '../../http/csv/csv-line.js';
import type { Encoder } from './encoder.js';
import type { ExportedRow } from './exported.js';

/** Rows that are held in memory, and written as a row group. */
const ROWS_PER_GROUP = 20_000;

type ColumnType = Pick<SchemaElement, 'type' | 'converted_type'>;

const TEXT: ColumnType = { type: 'BYTE_ARRAY', converted_type: 'UTF8' };
const WHOLE: ColumnType = { type: 'INT32' };
/** Milliseconds since 1970, UTC. */
const TIME: ColumnType = { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' };

/** The columns that are not texts. Money stays the exact decimal text that it is elsewhere. */
const TYPES: Readonly<Record<string, ColumnType>> = {
  at: TIME,
  occurred_at: TIME,
  created_at: TIME,
  ended_at: TIME,
  time_spend: WHOLE,
  goal_version: WHOLE,
  visits: WHOLE,
  clicks: WHOLE,
  events: WHOLE,
  conversions: WHOLE,
};

/** Writes a Parquet file (format version 2, Snappy), a row group at a time. */
export class ParquetEncoder implements Encoder {
  readonly #bytes = new ByteWriter();
  readonly #columns: readonly { readonly name: string; readonly type: ColumnType; data: (Cell | Date)[] }[];
  readonly #writer: ParquetWriter;

  constructor(columns: readonly string[]) {
    this.#columns = columns.map((name) => ({ name, type: TYPES[name] ?? TEXT, data: [] }));
    const schema: SchemaElement[] = [
      { name: 'root', num_children: columns.length },
      ...this.#columns.map(({ name, type }) => ({ name, ...type, repetition_type: 'OPTIONAL' as const })),
    ];
    this.#writer = new ParquetWriter({ writer: this.#bytes, schema, createdBy: 'Goalpost' });
  }

  get ready(): number {
    return this.#bytes.index;
  }

  add({ cells }: ExportedRow): void {
    const row = cells();
    for (const [index, { type, data }] of this.#columns.entries()) {
      const cell = row[index] ?? null;
      data.push(type === TIME && cell !== null ? new Date(cell) : cell);
    }
    if (this.#columns[0]!.data.length === ROWS_PER_GROUP) this.#writeGroup();
  }

  take(): Uint8Array {
    const taken = this.#bytes.getBytes().slice();
    this.#bytes.index = 0;
    return taken;
  }

  finish(): void {
    this.#writeGroup();
    void this.#writer.finish();
  }

  #writeGroup(): void {
    void this.#writer.write({
      columnData: this.#columns.map(({ name, data }) => ({ name, data })),
      rowGroupSize: ROWS_PER_GROUP,
    });
    for (const column of this.#columns) column.data = [];
  }
}
