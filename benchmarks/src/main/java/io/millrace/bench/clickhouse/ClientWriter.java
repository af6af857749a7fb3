// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.data_formats.RowBinaryFormatWriter;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.metadata.TableSchema;
import com.clickhouse.data.ClickHouseFormat;
import io.millrace.bench.sink.Kind;
import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** ClickHouse's own client and its writer of rows, told the columns' types beforehand and given values by position. */
final class ClientWriter implements TableWriter {
    private final Client client;
    private final String table;
    private final Shape shape;
    private final TableSchema schema;
    private final InsertSettings settings = new InsertSettings()
            .setDatabase(Engine.DATABASE)
            .serverSetting("async_insert", "0")
            .serverSetting("wait_end_of_query", "1");
    private List<List<Struct>> blocks = List.of();

    ClientWriter(Engine engine, String table, Shape shape) {
        this.table = table;
        this.shape = shape;
        this.client = new Client.Builder()
                .addEndpoint(engine.url())
                .setUsername(engine.user())
                .setPassword(engine.password())
                .setDefaultDatabase(Engine.DATABASE)
                .compressClientRequest(false)
                .compressServerResponse(false)
                .useAsyncRequests(false)
                .build();
        this.schema = client.getTableSchema(table, Engine.DATABASE);
    }

    @Override
    public void prepare(Case measured, Rows rows) {
        blocks = Blocks.of(measured, rows, Blocks::structs);
    }

    @Override
    public void put(int index) {
        List<Struct> structs = blocks.get(index);
        try (InsertResponse response = client.insert(
                        table, out -> write(structs, out), ClickHouseFormat.RowBinary, settings)
                .get()) {
            if (response.getWrittenRows() < 0) {
                throw new IllegalStateException("client-v2 wrote no rows.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("client-v2 cannot write: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(List<Struct> structs, OutputStream out) throws IOException {
        RowBinaryFormatWriter writer = new RowBinaryFormatWriter(out, schema, ClickHouseFormat.RowBinary);
        List<Field> fields = structs.get(0).schema().fields();
        for (Struct struct : structs) {
            for (int i = 0; i < fields.size(); i++) {
                set(writer, i + 1, shape.columns().get(i).kind(), struct.get(fields.get(i)));
            }
            writer.commitRow();
        }
        out.flush();
    }

    private static void set(RowBinaryFormatWriter writer, int column, Kind kind, Object value) {
        if (value == null) {
            writer.setValue(column, null);
            return;
        }
        switch (kind) {
            case LONG -> writer.setLong(column, (Long) value);
            case INT -> writer.setInteger(column, (Integer) value);
            case DOUBLE -> writer.setDouble(column, (Double) value);
            case BOOLEAN -> writer.setBoolean(column, (Boolean) value);
            case TEXT, JSON -> writer.setString(column, (String) value);
            case DECIMAL -> writer.setBigDecimal(column, (BigDecimal) value);
            case TIMESTAMP ->
                writer.setDateTime(column, ((Date) value).toInstant().atZone(ZoneOffset.UTC));
        }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {
        client.close();
    }
}
