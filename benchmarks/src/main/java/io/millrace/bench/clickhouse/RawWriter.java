// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.Shape;
import java.util.List;

/** The limit: bytes that were encoded beforehand, a request for each block. */
final class RawWriter implements TableWriter {
    private final BareHttp http;
    private final String table;
    private final Shape shape;
    private List<byte[]> blocks = List.of();
    private int blockRows;

    RawWriter(Engine engine, String table, Shape shape) {
        this.http = new BareHttp(engine);
        this.table = table;
        this.shape = shape;
    }

    @Override
    public void prepare(Case measured, Rows rows) {
        if (blockRows != measured.blockRows()) {
            blocks = Blocks.of(measured, rows, some -> RowBinary.of(Blocks.structs(some), shape));
            blockRows = measured.blockRows();
        }
        http.reconnect();
    }

    @Override
    public void put(int index) {
        byte[] block = blocks.get(index);
        http.insert(table, "RowBinary", block, block.length);
    }

    @Override
    public void finish() {}

    @Override
    public void close() {
        http.close();
    }
}
