// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.Shape;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.kafka.connect.data.Struct;

/** A limit: bytes that were encoded beforehand, a request for each block. */
final class RawWriter implements TableWriter {
    private final BareHttp http;
    private final String table;
    private final Shape shape;
    private final Encoding encoding;
    private List<byte[]> blocks = List.of();
    private int blockRows;

    /** How a block is encoded, and what the server calls that. */
    private record Encoding(String name, BiFunction<List<Struct>, Shape, byte[]> encoder) {}

    private RawWriter(Engine engine, String table, Shape shape, Encoding encoding) {
        this.http = new BareHttp(engine);
        this.table = table;
        this.shape = shape;
        this.encoding = encoding;
    }

    static RawWriter rows(Engine engine, String table, Shape shape) {
        return new RawWriter(engine, table, shape, new Encoding("RowBinary", RowBinary::of));
    }

    static RawWriter columns(Engine engine, String table, Shape shape) {
        return new RawWriter(engine, table, shape, new Encoding("Native", NativeBlock::of));
    }

    @Override
    public void prepare(Case measured, Rows rows) {
        if (blockRows != measured.blockRows()) {
            blocks = Blocks.of(measured, rows, some -> encoding.encoder().apply(Blocks.structs(some), shape));
            blockRows = measured.blockRows();
        }
        http.reconnect();
    }

    @Override
    public void put(int index) {
        byte[] block = blocks.get(index);
        http.insert(table, encoding.name(), block, block.length);
    }

    @Override
    public void finish() {}

    @Override
    public void close() {
        http.close();
    }
}
