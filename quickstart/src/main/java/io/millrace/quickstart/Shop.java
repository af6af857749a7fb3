// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static io.millrace.quickstart.ShopTable.CUSTOMERS;
import static io.millrace.quickstart.ShopTable.ORDERS;
import static io.millrace.quickstart.ShopTable.ORDER_ITEMS;

import io.millrace.quickstart.ShopTransaction.End;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What happens in the shop, one transaction after another: orders are placed, changed, paid, shipped and purged,
 * customers come, change and go, and now and then a transaction is rolled back.
 *
 * <p>The same seed gives the same transactions, but for the times in them, which are the clock's: {@code updated_at} is
 * the moment at which the transaction begins. The shop stops growing at a few thousand orders. It assumes that every
 * transaction it hands out is carried out before the next is asked for. Not thread-safe.
 */
final class Shop {
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");
    private static final int MAX_ORDERS = 3_000;

    /** Customers there are when the shop opens, and the fewest that there are ever after. */
    private static final int OPENING_CUSTOMERS = 50;

    private static final String ITEM_CHANGE = ORDER_ITEMS.update("quantity", "discount", "attributes", "updated_at");
    private static final String ORDER_TOTAL = ORDERS.update("total", "updated_at");
    private static final String ORDER_PAID = ORDERS.update("status", "note", "updated_at");
    private static final String ORDER_SHIPPED = ORDERS.update("status", "shipped_at", "signature", "updated_at");
    private static final String CUSTOMER_CREDIT = CUSTOMERS.update("credit", "tier", "updated_at");
    private static final String CUSTOMER_PROFILE =
            CUSTOMERS.update("name", "phone", "newsletter", "preferences", "updated_at");

    private static final List<String> NAMES = List.of(
            "Åsa Lindström",
            "José Ñáñez",
            "李小龍",
            "Zoë O'Brien",
            "Łukasz Żak",
            "Ada 🚀 Lovelace",
            "Renée \"Née\" Dvořák");
    private static final List<String> TIERS = List.of("basic", "silver", "gold");
    private static final List<String> CURRENCIES = List.of("EUR", "USD", "JPY");

    private final Random random;
    private final Clock clock;
    private final List<Customer> customers = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private long nextCustomer = 1;
    private long nextOrder = 1;

    Shop(long seed, Clock clock) {
        this.random = new Random(seed);
        this.clock = clock;
    }

    /** What the shop holds when it opens: each row inserted, none changed. */
    ShopTransaction opening() {
        Draft draft = new Draft();
        for (int i = 0; i < OPENING_CUSTOMERS; i++) {
            draft.newOrder(draft.newCustomer());
        }
        return draft.end(End.COMMIT);
    }

    ShopTransaction next() {
        Draft draft = new Draft();
        if (random.nextInt(50) == 0) {
            draft.changeOfMind();
            return draft.end(End.ROLLBACK);
        }
        int dice = random.nextInt(100);
        boolean full = orders.size() >= MAX_ORDERS;
        if (orders.isEmpty() || (dice < 35 && !full)) {
            draft.placeOrder();
        } else if (dice < 55) {
            draft.changeItems(anyOrder());
        } else if (dice < 65) {
            draft.pay(anyOrder());
        } else if (dice < 75) {
            draft.ship(anyOrder());
        } else if (dice < 85 || full) {
            draft.purge(anyOrder());
        } else if (dice < 95) {
            draft.changeProfile(anyCustomer());
        } else {
            draft.leave(anyCustomer());
        }
        return draft.end(End.COMMIT);
    }

    private Order anyOrder() {
        return orders.get(random.nextInt(orders.size()));
    }

    private Customer anyCustomer() {
        return customers.get(random.nextInt(customers.size()));
    }

    private @Nullable String sometimes(int percent, String value) {
        return random.nextInt(100) < percent ? value : null;
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private BigDecimal decimal(int digits, int scale) {
        long bound = 1;
        for (int i = 0; i < digits; i++) {
            bound *= 10;
        }
        return BigDecimal.valueOf(Math.floorMod(random.nextLong(), bound), scale);
    }

    private byte @Nullable [] signature() {
        byte[] bytes = new byte[random.nextInt(16) + 1];
        random.nextBytes(bytes);
        return random.nextInt(4) == 0 ? null : bytes;
    }

    /** One transaction being put together. */
    private final class Draft {
        private final LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        private final String updatedAt = MICROS.format(now);
        private final List<ShopChange> changes = new ArrayList<>();

        ShopTransaction end(End end) {
            return new ShopTransaction(changes, end);
        }

        Customer newCustomer() {
            Customer customer = new Customer(nextCustomer++);
            customers.add(customer);
            String name = pick(NAMES);
            changes.add(ShopChange.insert(
                    CUSTOMERS,
                    customer.id,
                    "c" + customer.id + "@example.com",
                    name,
                    sometimes(60, "+46 70 " + random.nextInt(10_000_000)),
                    random.nextInt(2),
                    birthday(),
                    pick(TIERS),
                    random.nextInt(3) == 0 ? null : decimal(12, 4),
                    preferences(),
                    updatedAt.substring(0, updatedAt.length() - 3),
                    updatedAt));
            return customer;
        }

        void placeOrder() {
            Customer customer =
                    customers.size() < OPENING_CUSTOMERS || random.nextInt(5) == 0 ? newCustomer() : anyCustomer();
            newOrder(customer);
            credit(customer);
        }

        void newOrder(Customer customer) {
            Order order = new Order(nextOrder++, customer);
            orders.add(order);
            customer.orders++;
            changes.add(ShopChange.insert(
                    ORDERS,
                    order.id,
                    customer.id,
                    "placed",
                    pick(CURRENCIES),
                    decimal(9, 2),
                    updatedAt.substring(0, updatedAt.length() - 7),
                    null,
                    sometimes(30, "Ring twice; " + pick(NAMES)),
                    null,
                    updatedAt));
            for (int i = random.nextInt(4) + 1; i > 0; i--) {
                addItem(order);
            }
        }

        void changeItems(Order order) {
            for (int line : List.copyOf(order.lines)) {
                if (random.nextInt(4) == 0) {
                    order.lines.remove(line);
                    changes.add(ShopChange.delete(ORDER_ITEMS, order.id, line));
                } else {
                    changes.add(ShopChange.update(
                            ORDER_ITEMS,
                            ITEM_CHANGE,
                            quantity(),
                            random.nextInt(2) == 0 ? null : decimal(4, 4),
                            attributes(),
                            updatedAt,
                            order.id,
                            line));
                }
            }
            if (order.lines.isEmpty() || random.nextInt(2) == 0) {
                addItem(order);
            }
            changes.add(ShopChange.update(ORDERS, ORDER_TOTAL, decimal(9, 2), updatedAt, order.id));
        }

        void pay(Order order) {
            changes.add(ShopChange.update(ORDERS, ORDER_PAID, "paid", sometimes(50, "paid 💳"), updatedAt, order.id));
            credit(order.customer);
        }

        void ship(Order order) {
            changes.add(
                    ShopChange.update(ORDERS, ORDER_SHIPPED, "shipped", updatedAt, signature(), updatedAt, order.id));
        }

        void purge(Order order) {
            for (int line : order.lines) {
                changes.add(ShopChange.delete(ORDER_ITEMS, order.id, line));
            }
            changes.add(ShopChange.delete(ORDERS, order.id));
            orders.remove(order);
            order.customer.orders--;
        }

        void changeProfile(Customer customer) {
            changes.add(ShopChange.update(
                    CUSTOMERS,
                    CUSTOMER_PROFILE,
                    pick(NAMES),
                    sometimes(60, "+1 555 " + random.nextInt(10_000_000)),
                    random.nextInt(2),
                    preferences(),
                    updatedAt,
                    customer.id));
        }

        /** A customer who has orders only changes the profile. */
        void leave(Customer customer) {
            if (customer.orders > 0 || customers.size() <= OPENING_CUSTOMERS) {
                changeProfile(customer);
                return;
            }
            customers.remove(customer);
            changes.add(ShopChange.delete(CUSTOMERS, customer.id));
        }

        /** To be rolled back: leaves the shop as it was. */
        void changeOfMind() {
            credit(anyCustomer());
            if (!orders.isEmpty()) {
                changes.add(ShopChange.update(ORDERS, ORDER_TOTAL, BigDecimal.ZERO, updatedAt, anyOrder().id));
            }
        }

        private void addItem(Order order) {
            int line = order.lines.isEmpty() ? 1 : order.lines.last() + 1;
            order.lines.add(line);
            changes.add(ShopChange.insert(
                    ORDER_ITEMS,
                    order.id,
                    line,
                    "SKU-" + random.nextInt(10_000),
                    quantity(),
                    decimal(7, 2),
                    random.nextInt(2) == 0 ? null : decimal(4, 4),
                    random.nextInt(3) == 0 ? null : random.nextInt(100_000) / 1000.0,
                    attributes(),
                    updatedAt));
        }

        private void credit(Customer customer) {
            changes.add(ShopChange.update(
                    CUSTOMERS, CUSTOMER_CREDIT, decimal(11, 4).negate(), pick(TIERS), updatedAt, customer.id));
        }

        /** Now and then the largest that the column holds, which is more than a signed int does. */
        private long quantity() {
            return random.nextInt(100) == 0 ? 4_294_967_295L : random.nextInt(20) + 1;
        }

        private @Nullable String birthday() {
            LocalDate day = LocalDate.of(1930, 1, 1).plusDays(random.nextInt(28_000));
            return sometimes(70, day.toString());
        }

        private @Nullable String preferences() {
            return sometimes(
                    70,
                    "{\"theme\": \"" + (random.nextInt(2) == 0 ? "dark" : "light") + "\", \"sizes\": ["
                            + random.nextInt(60) + ", null, " + random.nextInt(100) / 4.0 + "], \"city\": \"Malmö\"}");
        }

        private @Nullable String attributes() {
            return sometimes(50, "{\"gift\": " + (random.nextInt(2) == 0) + ", \"text\": \"a \\\"b\\\" ü 🎁\"}");
        }
    }

    private static final class Customer {
        private final long id;
        private int orders;

        Customer(long id) {
            this.id = id;
        }
    }

    private static final class Order {
        private final long id;
        private final Customer customer;
        private final TreeSet<Integer> lines = new TreeSet<>();

        Order(long id, Customer customer) {
            this.id = id;
            this.customer = customer;
        }
    }
}
