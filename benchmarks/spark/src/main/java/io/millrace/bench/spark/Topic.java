// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.millrace.bench.avro.Shape;
import io.millrace.bench.avro.StubRegistry;
import io.millrace.converters.AvroConverter;
import io.millrace.spark.curated.Curated;
import io.millrace.spark.curated.CuratedReader;
import io.millrace.spark.curated.CuratedSettings;
import io.millrace.spark.curated.ReadSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.avro.functions;

/**
 * Records as Spark's Kafka source gives them, in memory.
 *
 * @param records all of the newest schema
 * @param evolving every other one of an older schema, without its first optional field
 * @param avro the newest schema
 */
record Topic(Dataset<Row> records, Dataset<Row> evolving, String avro, CuratedSettings settings) {
    private static final int POOL = 64;
    private static final int NEWEST = 1;

    static Topic write(SparkSession session, StubRegistry registry, Shape shape, int count) {
        Map<String, String> settings = Map.of("schema.registry.url", registry.url());
        AvroConverter converter = new AvroConverter();
        converter.configure(settings, false);
        List<Struct> pool = shape.records(POOL);
        List<byte[]> newest = bytes(converter, pool);
        String avro = registry.newest();
        List<byte[]> older = bytes(converter, pool.stream().map(Topic::older).toList());
        List<byte[]> mixed = new ArrayList<>();
        for (int i = 0; i < POOL; i++) {
            mixed.add(i % 2 == 0 ? newest.get(i) : older.get(i));
        }
        return new Topic(
                kafka(session, newest, count), kafka(session, mixed, count), avro, CuratedSettings.of(settings));
    }

    private static List<byte[]> bytes(AvroConverter converter, List<Struct> values) {
        return values.stream()
                .map(value -> converter.fromConnectData(Shape.TOPIC, value.schema(), value))
                .toList();
    }

    private static Struct older(Struct value) {
        Field left = value.schema().fields().stream()
                .filter(field -> field.schema().isOptional())
                .findFirst()
                .orElseThrow();
        SchemaBuilder builder = SchemaBuilder.struct().name(value.schema().name());
        value.schema().fields().stream()
                .filter(field -> !field.equals(left))
                .forEach(field -> builder.field(field.name(), field.schema()));
        Schema schema = builder.build();
        Struct older = new Struct(schema);
        schema.fields().forEach(field -> older.put(field, value.getWithoutDefault(field.name())));
        return older;
    }

    private static Dataset<Row> kafka(SparkSession session, List<byte[]> pool, int count) {
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(pool.get(i % pool.size()));
        }
        Dataset<Row> records = session.createDataset(values, Encoders.BINARY())
                .select(
                        lit(Shape.TOPIC).as("topic"),
                        lit(0).as("partition"),
                        lit(0L).as("offset"),
                        expr("timestamp_millis(0)").as("timestamp"),
                        lit(null).cast("binary").as("key"),
                        col("value"))
                .coalesce(1)
                .cache();
        records.count();
        return records;
    }

    /** What {@link CuratedReader} makes of records. */
    Dataset<Row> curated(Dataset<Row> kafka) {
        Dataset<Row> read =
                new CuratedReader(settings).read(kafka, Shape.TOPIC, ReadSchema.id(NEWEST), ReadSchema.id(NEWEST));
        return Curated.values(read).drop("_topic", "_partition", "_offset", "_timestamp");
    }

    /** What Spark makes of them, once the five bytes of the framing are off. With a filter for null it would decode them twice. */
    Dataset<Row> fromAvro() {
        return records.select(
                        functions.from_avro(expr("substring(value, 6)"), avro).as("value"))
                .select("value.*");
    }
}
