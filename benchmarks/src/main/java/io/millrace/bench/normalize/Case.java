// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import io.millrace.bench.Names;
import io.millrace.bench.RecordContender.Records;
import io.millrace.bench.normalize.Normalizer.Entry;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/** The change events that are normalized. */
enum Case {
    UPDATE_10_COLUMNS(10, 1),
    UPDATE_20_COLUMNS(20, 1),
    UPDATE_50_COLUMNS(50, 1),
    UPDATE_200_COLUMNS(200, 1),
    /** Five updates, two creates and a delete of eight changes. */
    MIXED_OPERATIONS_20_COLUMNS(20, 1),
    UPDATE_20_COLUMNS_16_TABLES(20, 16),
    UPDATE_20_COLUMNS_64_TABLES(20, 64),
    UPDATE_20_COLUMNS_500_TABLES(20, 500),
    /** Every record has schemas of its own, equal to those of the others: what decoders without a cache make. */
    UPDATE_20_COLUMNS_NEW_SCHEMAS(20, 1),
    /** What Debezium sent for an update of a MySQL table with a column of nearly every type. */
    UPDATE_CAPTURED(0, 1);

    private static final int POOL = 64;
    private static final int NEW_RECORDS = 64;
    private static final List<String> MIX = List.of("u", "c", "u", "u", "d", "u", "c", "u");
    private static final List<String> TIMES = List.of("opened_7", "closed_8", "seen_9");

    private final int columns;
    private final int tables;

    Case(int columns, int tables) {
        this.columns = columns;
        this.tables = tables;
    }

    /** As it stands in tables: {@code update-20-columns}. */
    String text() {
        return Names.text(this);
    }

    static Case of(String text) {
        return Names.of(Case.class, text);
    }

    /** Who runs in the JVM of this case; the fallback of {@code Structs} has one of its own. */
    List<Contestant> contestants() {
        List<Contestant> all = new ArrayList<>(List.of(Contestant.values()));
        all.remove(Contestant.MILLRACE_PUBLIC_API);
        if (this == UPDATE_20_COLUMNS_NEW_SCHEMAS) {
            all.removeAll(List.of(Contestant.FLOOR, Contestant.FLOOR_CHANGED)); // know schemas by identity only
        }
        return all;
    }

    /** Contenders that have shown, on these records, that they do the same work. */
    List<Normalizer> contenders(List<Contestant> contestants) {
        List<Change> pool = this == UPDATE_CAPTURED ? Captured.update() : pool();
        Records<SourceRecord> records = this == UPDATE_20_COLUMNS_NEW_SCHEMAS
                ? Records.anew(this::newRecords)
                : Records.pool(pool.stream().map(Change::record).toList());
        List<Normalizer> contenders = new ArrayList<>();
        for (Contestant contestant : contestants) {
            Entry entry = new Entry(contestant.text(), contestant.form(), contestant.chain(times()));
            Normalizer contender = new Normalizer(entry, records);
            Proof.require(contender, pool);
            contenders.add(contender);
        }
        Proof.requireEqualRows(contenders, Contestant.MILLRACE.text(), Contestant.FLOOR.text(), pool);
        Proof.requireEqualRows(contenders, Contestant.MILLRACE_CHANGED.text(), Contestant.FLOOR_CHANGED.text(), pool);
        return contenders;
    }

    private List<String> times() {
        return this == UPDATE_CAPTURED ? Captured.TIMES : TIMES;
    }

    private List<Change> pool() {
        List<Table> made = new ArrayList<>();
        for (int i = 0; i < tables; i++) {
            made.add(new Table(i, columns));
        }
        List<Change> pool = new ArrayList<>();
        for (int i = 0; i < Math.max(POOL, tables); i++) {
            String op = this == MIXED_OPERATIONS_20_COLUMNS ? MIX.get(i % MIX.size()) : "u";
            pool.add(made.get(i % tables).change(op, i));
        }
        return pool;
    }

    private List<SourceRecord> newRecords() {
        List<SourceRecord> records = new ArrayList<>();
        for (int i = 0; i < NEW_RECORDS; i++) {
            records.add(new Table(0, columns).change("u", i).record());
        }
        return records;
    }
}
