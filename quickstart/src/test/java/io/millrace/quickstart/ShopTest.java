// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.ShopTransaction.End;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShopTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.123456Z"), ZoneOffset.UTC);

    @Test
    void doesTheSameForTheSameSeed() {
        assertThat(described(7)).isEqualTo(described(7)).isNotEqualTo(described(8));
    }

    @Test
    void changesOnlyRowsThatAreThereAndKeepsTheirReferences() {
        Model model = new Model();
        transactions(1, 20_000)
                .filter(transaction -> transaction.end() == End.COMMIT)
                .forEach(transaction -> transaction.changes().forEach(model::apply));

        assertThat(model.rows.get(ShopTable.ORDERS)).hasSizeBetween(500, 3_000);
        assertThat(model.rows.get(ShopTable.ORDER_ITEMS)).hasSizeGreaterThan(500);
        assertThat(model.rows.get(ShopTable.CUSTOMERS)).hasSizeGreaterThan(49);
    }

    @Test
    void insertsUpdatesAndDeletesInEveryTableAndRollsBackNowAndThen() {
        Map<ShopTable, Set<ShopChange.Kind>> kinds = new HashMap<>();
        List<ShopTransaction> all = transactions(1, 5_000).toList();
        all.stream()
                .map(ShopTransaction::changes)
                .flatMap(Collection::stream)
                .forEach(change -> kinds.computeIfAbsent(change.table(), t -> EnumSet.noneOf(ShopChange.Kind.class))
                        .add(change.kind()));

        assertThat(kinds).containsOnlyKeys(ShopTable.values());
        assertThat(kinds.values())
                .allSatisfy(found -> assertThat(found).containsExactlyInAnyOrder(ShopChange.Kind.values()));
        assertThat(all).anyMatch(transaction -> transaction.end() == End.ROLLBACK);
        assertThat(all).anyMatch(transaction -> transaction.changes().size() > 3);
    }

    @Test
    void countsARolledBackTransactionAsNoChange() {
        ShopTransaction rolledBack = transactions(1, 1_000)
                .filter(transaction -> transaction.end() == End.ROLLBACK)
                .findFirst()
                .orElseThrow();

        assertThat(rolledBack.changes()).isNotEmpty();
        assertThat(rolledBack.rowChanges()).isZero();
    }

    @Test
    void writesTheTimeOfTheTransactionInMicroseconds() {
        assertThat(new Shop(1, CLOCK).opening().changes())
                .allSatisfy(change -> assertThat(change.values()).endsWith("2026-01-02 03:04:05.123456"));
    }

    private static Stream<ShopTransaction> transactions(long seed, int count) {
        Shop shop = new Shop(seed, CLOCK);
        return Stream.concat(
                Stream.of(shop.opening()), Stream.generate(shop::next).limit(count));
    }

    private static List<String> described(long seed) {
        return transactions(seed, 200)
                .flatMap(transaction -> transaction.changes().stream())
                .map(change -> change.sql() + " "
                        + change.values().stream()
                                .map(value -> value instanceof byte[] bytes ? "bytes " + bytes.length : "" + value)
                                .toList())
                .toList();
    }

    /** The keys that are there, by table, and how many rows refer to each. */
    private static final class Model {
        private final Map<ShopTable, Set<List<Object>>> rows = new HashMap<>();
        private final Map<List<Object>, Integer> references = new HashMap<>();
        private final Map<Object, Object> customerOfOrder = new HashMap<>();

        Model() {
            Stream.of(ShopTable.values()).forEach(table -> rows.put(table, new HashSet<>()));
        }

        void apply(ShopChange change) {
            int keys = change.table().keys().size();
            List<Object> values = change.values();
            switch (change.kind()) {
                case INSERT -> insert(change.table(), values, values.subList(0, keys));
                case UPDATE -> require(change.table(), values.subList(values.size() - keys, values.size()));
                case DELETE -> delete(change.table(), values);
            }
        }

        private void insert(ShopTable table, List<Object> values, List<Object> key) {
            assertThat(values).hasSameSizeAs(table.columns());
            assertThat(rows.get(table).add(List.copyOf(key))).isTrue();
            if (table == ShopTable.ORDERS) {
                customerOfOrder.put(values.get(0), values.get(1));
                refer(ShopTable.CUSTOMERS, values.get(1), 1);
            }
            if (table == ShopTable.ORDER_ITEMS) {
                refer(ShopTable.ORDERS, values.get(0), 1);
            }
        }

        private void delete(ShopTable table, List<Object> key) {
            require(table, key);
            rows.get(table).remove(key);
            assertThat(references.getOrDefault(List.of(table, key.get(0)), 0))
                    .as("references to %s %s", table, key)
                    .isEqualTo(0);
            if (table == ShopTable.ORDERS) {
                refer(ShopTable.CUSTOMERS, customerOfOrder.remove(key.get(0)), -1);
            }
            if (table == ShopTable.ORDER_ITEMS) {
                refer(ShopTable.ORDERS, key.get(0), -1);
            }
        }

        private void refer(ShopTable table, Object key, int times) {
            require(table, List.of(key));
            references.merge(List.of(table, key), times, Integer::sum);
        }

        private void require(ShopTable table, List<Object> key) {
            assertThat(rows.get(table).contains(key)).as("%s %s", table, key).isTrue();
        }
    }
}
