// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.spark;

import io.millrace.bench.Contender;
import io.millrace.bench.Names;
import io.millrace.bench.avro.Shape;
import io.millrace.bench.avro.StubRegistry;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** What is decoded. */
enum Case {
    ROW_OF_20_COLUMNS(Shape.ROW_OF_20, 100_000),
    DEVICE_EVENT(Shape.DEVICE_EVENT, 50_000),
    ROW_OF_200_COLUMNS(Shape.ROW_OF_200, 10_000);

    private final Shape shape;
    private final int records;

    Case(Shape shape, int records) {
        this.shape = shape;
        this.records = records;
    }

    /** As it stands in tables: {@code row-of-20-columns}. */
    String text() {
        return Names.text(this);
    }

    static Case of(String text) {
        return Names.of(Case.class, text);
    }

    /** Contenders that have shown, on these records, that they do the same work. */
    List<Contender> contenders(SparkSession session, StubRegistry registry) {
        Topic topic = Topic.write(session, registry, shape, records);
        Query millrace = new Query("millrace", topic.curated(topic.records()), records);
        Query evolving = new Query("millrace-two-schemas", topic.curated(topic.evolving()), records);
        Query fromAvro = new Query("from-avro", topic.fromAvro(), records);
        Proof.requireSame(millrace, fromAvro);
        Proof.requireWhole(evolving);
        return List.of(millrace, evolving, fromAvro);
    }
}
