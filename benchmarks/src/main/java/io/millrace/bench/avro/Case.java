// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import io.millrace.bench.Contender;
import io.millrace.bench.Names;
import io.millrace.bench.RecordContender.Records;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.storage.Converter;

/** What is written or read. */
enum Case {
    WRITE_20_FIELDS(Shape.ROW_OF_20),
    READ_20_FIELDS(Shape.ROW_OF_20),
    WRITE_ENVELOPE(Shape.ENVELOPE),
    READ_ENVELOPE(Shape.ENVELOPE),
    WRITE_DEVICE_EVENT(Shape.DEVICE_EVENT),
    READ_DEVICE_EVENT(Shape.DEVICE_EVENT),
    WRITE_200_FIELDS(Shape.ROW_OF_200),
    READ_200_FIELDS(Shape.ROW_OF_200),
    /** Every record is met once: what the next case is to be compared with. */
    WRITE_20_FIELDS_NEW_RECORD(Shape.ROW_OF_20),
    /** Every record is met once and has schema objects of its own, equal to those of the others. */
    WRITE_20_FIELDS_NEW_SCHEMA(Shape.ROW_OF_20);

    private static final int POOL = 64;

    private final Shape shape;

    Case(Shape shape) {
        this.shape = shape;
    }

    /** As it stands in tables: {@code write-20-fields}. */
    String text() {
        return Names.text(this);
    }

    static Case of(String text) {
        return Names.of(Case.class, text);
    }

    /** Contenders that have shown, on these records, that they do the same work. */
    List<Contender> contenders(List<Contestant> contestants, StubRegistry registry) {
        List<Struct> pool = pool();
        Proof proof = new Proof(shape, pool, registry);
        List<Contender> contenders = new ArrayList<>();
        for (Contestant contestant : contestants) {
            Converter converter = contestant.converter(shape, proof.avro(), registry);
            List<byte[]> written = proof.require(contestant, converter);
            contenders.add(
                    name().startsWith("WRITE")
                            ? new Writing(contestant.text(), converter, values(pool))
                            : new Reading(contestant.text(), converter, Records.pool(written)));
        }
        return contenders;
    }

    private List<Struct> pool() {
        return shape.records(POOL);
    }

    private Records<Struct> values(List<Struct> pool) {
        return switch (this) {
            case WRITE_20_FIELDS_NEW_RECORD ->
                Records.anew(() -> pool.stream()
                        .map(struct -> Shape.copy(struct, struct.schema()))
                        .toList());
            case WRITE_20_FIELDS_NEW_SCHEMA ->
                Records.anew(() -> pool.stream()
                        .map(struct -> Shape.copy(struct, Shape.copy(struct.schema())))
                        .toList());
            default -> Records.pool(pool);
        };
    }
}
