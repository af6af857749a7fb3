// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Encoded rows of one table that wait to be written, as a list of runs. A run has rows of one effect and one layout; runs
 * are written in order, and that order is all that the rows of one key need: a row may join an earlier run only if no
 * later one has its key. So records of many shapes, in any mixture, come out as few runs. What a later row in the batch
 * makes void is dropped, and a row that is older than the one it would replace. Not thread-safe.
 *
 * @param <L> the store's layout of rows, compared by identity
 */
public final class TableRows<L> {
    /** Rows of one effect and layout. */
    public static final class Run<L> {
        private final Effect effect;
        private final L layout;
        private final CompactedRows rows;

        Run(Effect effect, L layout, CompactedRows rows) {
            this.effect = effect;
            this.layout = layout;
            this.rows = rows;
        }

        public Effect effect() {
            return effect;
        }

        public L layout() {
            return layout;
        }

        public CompactedRows rows() {
            return rows;
        }
    }

    /** Where a row that was just encoded has its keys and its order: all are positions in the sink. */
    public static final class Place {
        int keyFrom;
        int keyTo;
        int secondFrom;
        int secondTo;
        int orderFrom;
        int orderTo;

        public void clear() {
            keyFrom = 0;
            keyTo = 0;
            secondFrom = 0;
            secondTo = 0;
            orderFrom = 0;
            orderTo = 0;
        }

        public void key(int from, int to) {
            keyFrom = from;
            keyTo = to;
        }

        public void secondKey(int from, int to) {
            secondFrom = from;
            secondTo = to;
        }

        public void order(int from, int to) {
            orderFrom = from;
            orderTo = to;
        }

        private void move(int by) {
            keyFrom += by;
            keyTo += by;
            secondFrom += by;
            secondTo += by;
            orderFrom += by;
            orderTo += by;
        }
    }

    private final List<Run<L>> runs = new ArrayList<>();
    private final Deque<CompactedRows> spare;
    private final BiPredicate<L, L> covers;
    private int floor; // runs before it take no more rows
    private int replaced;
    private int stale;

    /**
     * No rows yet.
     *
     * @param covers whether a row of the first layout has every column that one of the second has
     * @param spare emptied rows that may be used again
     */
    public TableRows(BiPredicate<L, L> covers, Deque<CompactedRows> spare) {
        this.covers = covers;
        this.spare = spare;
    }

    /** The runs, in the order in which they are to be written. */
    public List<Run<L>> runs() {
        return runs;
    }

    /** How many rows were made void by later ones. */
    public int replaced() {
        return replaced;
    }

    /** How many rows were older than those they would have replaced. */
    public int stale() {
        return stale;
    }

    /** The run that a row of this effect and layout is to be encoded into; then call {@link #admit}. */
    public Run<L> run(Effect effect, L layout) {
        for (int i = runs.size() - 1; i >= floor; i--) {
            Run<L> run = runs.get(i);
            if (run.layout == layout && run.effect == effect) {
                return run;
            }
        }
        return begin(effect, layout);
    }

    private Run<L> begin(Effect effect, L layout) {
        CompactedRows rows = spare.isEmpty() ? new CompactedRows() : spare.pop();
        Run<L> run = new Run<>(effect, layout, rows);
        runs.add(run);
        return run;
    }

    /** Takes in the row that was encoded from {@code start} to the end of the run's sink. */
    public void admit(Run<L> run, int start, Place place, @Nullable RowOrder order) {
        if (run.effect == Effect.APPEND) {
            run.rows.add(start);
            return;
        }
        boolean comesLater = true;
        boolean moved = false;
        boolean inNewRun = run.effect.needsEarlierRows() && find(run.rows, run.rows, place) != CompactedRows.NONE;
        for (int i = runs.size() - 1; i >= floor; i--) {
            Run<L> other = runs.get(i);
            if (other == run) {
                comesLater = false;
                continue;
            }
            int found = find(other.rows, run.rows, place);
            if (found == CompactedRows.NONE) {
                continue;
            }
            if (isStale(other.rows, found, run.rows, place, order)) {
                forget(run, start);
                return;
            }
            if (!moved && makesVoid(run, other)) {
                other.rows.drop(found);
                replaced++;
            } else {
                inNewRun |= comesLater;
                moved |= other.effect == Effect.MOVE; // rows before it are what is moved
            }
        }
        if (inNewRun) {
            addToNewRun(run, start, place);
        } else {
            addToRun(run, start, place, order);
        }
    }

    /** Whether nothing is left of a row of the other run once a row of this one with the same key is written. */
    private boolean makesVoid(Run<L> run, Run<L> other) {
        return switch (other.effect) {
            case REPLACE, PATCH, MARK ->
                run.effect == Effect.REMOVE || (run.effect == Effect.REPLACE && covers.test(run.layout, other.layout));
            case APPEND, REMOVE, MOVE, VERSION, VERSION_PATCH, TRUNCATE -> false;
        };
    }

    private void addToNewRun(Run<L> run, int start, Place place) {
        Run<L> next = begin(run.effect, run.layout);
        ByteSink from = run.rows.sink();
        next.rows.sink().put(from.array(), start, from.size() - start);
        from.truncate(start);
        place.move(-start);
        add(next.rows, 0, place);
    }

    private void addToRun(Run<L> run, int start, Place place, @Nullable RowOrder order) {
        int found = run.effect.isRepeatable()
                ? CompactedRows.NONE
                : run.rows.find(run.rows.sink().array(), place.keyFrom, place.keyTo);
        if (found != CompactedRows.NONE) {
            if (isStale(run.rows, found, run.rows, place, order)) {
                forget(run, start);
                return;
            }
            run.rows.drop(found);
            replaced++;
        }
        add(run.rows, start, place);
    }

    private static void add(CompactedRows rows, int start, Place place) {
        int row = rows.add(start);
        rows.key(row, place.keyFrom, place.keyTo);
        if (place.secondTo > place.secondFrom) {
            rows.key(row, place.secondFrom, place.secondTo);
        }
        if (place.orderTo > place.orderFrom) {
            rows.order(row, place.orderFrom, place.orderTo);
        }
    }

    private static int find(CompactedRows rows, CompactedRows fresh, Place place) {
        byte[] bytes = fresh.sink().array();
        int found = rows.find(bytes, place.keyFrom, place.keyTo);
        return found != CompactedRows.NONE || place.secondTo == place.secondFrom
                ? found
                : rows.find(bytes, place.secondFrom, place.secondTo);
    }

    private static boolean isStale(
            CompactedRows rows, int found, CompactedRows fresh, Place place, @Nullable RowOrder order) {
        return RowOrder.isOlder(
                order,
                fresh.sink().array(),
                place.orderFrom,
                place.orderTo,
                rows.sink().array(),
                rows.orderStart(found),
                rows.orderEnd(found));
    }

    private void forget(Run<L> run, int start) {
        run.rows.sink().truncate(start);
        stale++;
    }

    /** What was encoded from {@code start} is about the whole table: rows that follow may not come before it. */
    public void admitForAll(Run<L> run, int start) {
        run.rows.add(start);
        floor = runs.size();
    }

    /** Drops every row so far: the table is about to be emptied. */
    public void dropAll() {
        for (Run<L> run : runs) {
            replaced += run.rows.size();
            recycle(run);
        }
        runs.clear();
        floor = 0;
    }

    /** Empties the runs, for rows to be written later. */
    public void clear() {
        runs.forEach(this::recycle);
        runs.clear();
        floor = 0;
        replaced = 0;
        stale = 0;
    }

    private void recycle(Run<L> run) {
        run.rows.clear();
        spare.push(run.rows);
    }
}
