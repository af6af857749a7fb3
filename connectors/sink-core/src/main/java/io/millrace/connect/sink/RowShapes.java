// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of a plan's rows, each made when it is first needed. Thread-safe. */
final class RowShapes {
    private static final int NO_ORDER = -1;

    private final RowRules rules;
    private final List<ColumnSource> keys;
    private final List<ColumnSource> columns;
    private final @Nullable Schema value;
    private final RowShape write;
    private final AtomicInteger made = new AtomicInteger();
    private final Map<String, RowShape> byName = new ConcurrentHashMap<>();
    private final Map<BitSet, RowShape> patches = new ConcurrentHashMap<>();
    private final Map<BitSet, RowShape> movedPatches = new ConcurrentHashMap<>();

    RowShapes(RowRules rules, List<ColumnSource> keys, List<ColumnSource> columns, @Nullable Schema value) {
        this.rules = rules;
        this.keys = keys;
        this.columns = columns;
        this.value = value;
        this.write = newWrite();
    }

    /** A record with all its values. */
    RowShape write() {
        return write;
    }

    private RowShape newWrite() {
        return switch (rules.writeMode()) {
            case INSERT -> shape(Effect.APPEND, columns, 0, false);
            case UPSERT -> shape(Effect.REPLACE, columns, 0, false);
            case HISTORY -> shape(Effect.VERSION, version(columns, false), 0, false);
        };
    }

    /** A record that lacks the values of some columns; with {@code isMoved} it says which row they are in. */
    RowShape patch(BitSet absent, boolean isMoved) {
        Map<BitSet, RowShape> known = isMoved ? movedPatches : patches;
        RowShape shape = known.get(absent);
        return shape != null
                ? shape
                : known.computeIfAbsent(absent, columnsLacking -> newPatch(columnsLacking, isMoved));
    }

    private RowShape newPatch(BitSet absent, boolean isMoved) {
        List<ColumnSource> present = new ArrayList<>(keys);
        if (isMoved) {
            keys.forEach(key -> present.add(KeyHeaders.OLD.column(key)));
        }
        int second = present.size() - keys.size();
        for (int i = keys.size(); i < columns.size(); i++) {
            if (!absent.get(i)) {
                present.add(columns.get(i));
            }
        }
        return isHistory()
                ? shape(Effect.VERSION_PATCH, version(present, false), second, false)
                : shape(Effect.PATCH, present, second, false);
    }

    /** A row marked as deleted; null where it is written like any other. */
    @Nullable RowShape delete() {
        if (rules.writeMode() == WriteMode.INSERT) {
            return null;
        }
        return switch (rules.deletes().mode()) {
            case NONE -> null;
            case HARD -> isHistory() ? ending() : removal();
            case SOFT -> named("mark", () -> shape(Effect.MARK, columns, 0, true));
        };
    }

    /** A tombstone; null where it does nothing. */
    @Nullable RowShape tombstone() {
        if (rules.writeMode() == WriteMode.INSERT) {
            return null;
        }
        return switch (rules.deletes().mode()) {
            case NONE -> null;
            case HARD -> isHistory() ? ending() : removal();
            case SOFT -> named("mark key", () -> shape(Effect.MARK, marked(), 0, true));
        };
    }

    private List<ColumnSource> marked() {
        List<ColumnSource> marked = new ArrayList<>(keys);
        marked.add(ColumnSource.constant(rules.deletes().field(), Schema.OPTIONAL_BOOLEAN_SCHEMA, true));
        return marked;
    }

    private RowShape removal() {
        return named("remove", () -> shape(Effect.REMOVE, withOrder(keys), 0, true));
    }

    private RowShape ending() {
        return named("end", () -> shape(Effect.VERSION, version(withOrder(keys), true), 0, true));
    }

    /** The row gets the key that a header says. */
    RowShape move() {
        return named("move", () -> {
            List<ColumnSource> both = new ArrayList<>(keys);
            keys.forEach(key -> both.add(KeyHeaders.NEW.column(key)));
            return new RowShape(made.getAndIncrement(), Effect.MOVE, both, keys.size(), keys.size(), NO_ORDER, true);
        });
    }

    RowShape truncate() {
        return named("truncate", () -> {
            List<ColumnSource> facts = withOrder(List.of());
            if (isHistory()) {
                facts.add(HistoryColumns.validFrom(value, rules.historyTimeField()));
            }
            return new RowShape(made.getAndIncrement(), Effect.TRUNCATE, facts, 0, 0, orderIn(facts), false);
        });
    }

    private boolean isHistory() {
        return rules.writeMode() == WriteMode.HISTORY;
    }

    /** A version's columns, or, with {@code ends}, what is known of the end of one. */
    private List<ColumnSource> version(List<ColumnSource> known, boolean ends) {
        List<ColumnSource> version = new ArrayList<>(known);
        version.add(HistoryColumns.validFrom(value, rules.historyTimeField()));
        version.add(HistoryColumns.ends(ends));
        return version;
    }

    private List<ColumnSource> withOrder(List<ColumnSource> some) {
        List<ColumnSource> all = new ArrayList<>(some);
        columns.stream()
                .filter(column -> column.name().equals(rules.orderField()) && !some.contains(column))
                .forEach(all::add);
        return all;
    }

    private RowShape shape(Effect effect, List<ColumnSource> of, int secondKeyCount, boolean isDelete) {
        return new RowShape(made.getAndIncrement(), effect, of, keys.size(), secondKeyCount, orderIn(of), isDelete);
    }

    private int orderIn(List<ColumnSource> some) {
        for (int i = 0; i < some.size(); i++) {
            if (rules.isOrdered() && some.get(i).name().equals(rules.orderField())) {
                return i;
            }
        }
        return NO_ORDER;
    }

    private RowShape named(String name, Supplier<RowShape> maker) {
        RowShape shape = byName.get(name);
        return shape != null ? shape : byName.computeIfAbsent(name, absent -> maker.get());
    }
}
