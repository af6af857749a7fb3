// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.Shape;
import java.util.List;
import org.apache.kafka.connect.data.Struct;

/** Makes JSON of a block and sends it. */
final class JsonWriter implements TableWriter {
    private final BareHttp http;
    private final String table;
    private final JsonRows json;
    private List<List<Struct>> blocks = List.of();

    JsonWriter(Engine engine, String table, Shape shape) {
        this.http = new BareHttp(engine);
        this.table = table;
        this.json = new JsonRows(shape);
    }

    @Override
    public void prepare(Case measured, Rows rows) {
        blocks = Blocks.of(measured, rows, Blocks::structs);
        http.reconnect();
    }

    @Override
    public void put(int index) {
        JsonRows.Body body = json.write(blocks.get(index));
        http.insert(table, "JSONEachRow", body.array(), body.size());
    }

    @Override
    public void finish() {}

    @Override
    public void close() {
        http.close();
    }
}
