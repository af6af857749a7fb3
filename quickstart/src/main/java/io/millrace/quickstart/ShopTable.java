// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.Column.Kind;
import java.util.List;
import java.util.stream.Collectors;

/** A table of the shop: its columns, keys first, and its DDL for MySQL and MariaDB. Parents come before children. */
enum ShopTable {
    CUSTOMERS(
            "customers",
            1,
            """
            CREATE TABLE shop.customers (
              id INT UNSIGNED NOT NULL PRIMARY KEY,
              email VARCHAR(190) NOT NULL,
              name VARCHAR(120) NOT NULL,
              phone VARCHAR(32) NULL,
              newsletter TINYINT(1) NOT NULL DEFAULT 0,
              birthday DATE NULL,
              tier ENUM('basic', 'silver', 'gold') NOT NULL DEFAULT 'basic',
              credit DECIMAL(12, 4) NULL,
              preferences JSON NULL,
              created_at DATETIME(3) NOT NULL,
              updated_at DATETIME(6) NOT NULL
            )""",
            List.of(
                    new Column("id", Kind.INTEGER),
                    new Column("email", Kind.TEXT),
                    new Column("name", Kind.TEXT),
                    new Column("phone", Kind.TEXT),
                    new Column("newsletter", Kind.INTEGER),
                    new Column("birthday", Kind.DATE),
                    new Column("tier", Kind.TEXT),
                    new Column("credit", Kind.DECIMAL),
                    new Column("preferences", Kind.JSON),
                    new Column("created_at", Kind.LOCAL),
                    new Column("updated_at", Kind.LOCAL))),
    ORDERS(
            "orders",
            1,
            """
            CREATE TABLE shop.orders (
              id BIGINT NOT NULL PRIMARY KEY,
              customer_id INT UNSIGNED NOT NULL,
              status ENUM('placed', 'paid', 'shipped', 'returned') NOT NULL,
              currency CHAR(3) NOT NULL,
              total DECIMAL(14, 2) NOT NULL,
              placed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
              shipped_at TIMESTAMP(6) NULL,
              note VARCHAR(255) NULL,
              signature VARBINARY(16) NULL,
              updated_at DATETIME(6) NOT NULL,
              FOREIGN KEY (customer_id) REFERENCES shop.customers (id)
            )""",
            List.of(
                    new Column("id", Kind.INTEGER),
                    new Column("customer_id", Kind.INTEGER),
                    new Column("status", Kind.TEXT),
                    new Column("currency", Kind.TEXT),
                    new Column("total", Kind.DECIMAL),
                    new Column("placed_at", Kind.INSTANT),
                    new Column("shipped_at", Kind.INSTANT),
                    new Column("note", Kind.TEXT),
                    new Column("signature", Kind.BYTES),
                    new Column("updated_at", Kind.LOCAL))),
    ORDER_ITEMS(
            "order_items",
            2,
            """
            CREATE TABLE shop.order_items (
              order_id BIGINT NOT NULL,
              line SMALLINT UNSIGNED NOT NULL,
              sku VARCHAR(40) NOT NULL,
              quantity INT UNSIGNED NOT NULL,
              price DECIMAL(10, 2) NOT NULL,
              discount DECIMAL(6, 4) NULL,
              weight_kg DOUBLE NULL,
              attributes JSON NULL,
              updated_at DATETIME(6) NOT NULL,
              PRIMARY KEY (order_id, line),
              FOREIGN KEY (order_id) REFERENCES shop.orders (id)
            )""",
            List.of(
                    new Column("order_id", Kind.INTEGER),
                    new Column("line", Kind.INTEGER),
                    new Column("sku", Kind.TEXT),
                    new Column("quantity", Kind.INTEGER),
                    new Column("price", Kind.DECIMAL),
                    new Column("discount", Kind.DECIMAL),
                    new Column("weight_kg", Kind.DOUBLE),
                    new Column("attributes", Kind.JSON),
                    new Column("updated_at", Kind.LOCAL)));

    /** Marks the tables as made by the workload, so that nobody else's are ever dropped. */
    static final String MARK = "made by ./millrace up";

    static final String TOPIC_PREFIX = "curated.shop.";

    private static final String OPTIONS = " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='" + MARK + "'";

    private final String label;
    private final int keys;
    private final String ddl;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Column> columns;

    ShopTable(String label, int keys, String ddl, List<Column> columns) {
        this.label = label;
        this.keys = keys;
        this.ddl = ddl;
        this.columns = columns;
    }

    /** Its name in MySQL or MariaDB. */
    String label() {
        return label;
    }

    String topic() {
        return TOPIC_PREFIX + label;
    }

    /** Its name in PostgreSQL. */
    String target() {
        return "shop_" + label;
    }

    List<Column> columns() {
        return columns;
    }

    List<Column> keys() {
        return columns.subList(0, keys);
    }

    String create() {
        return ddl + OPTIONS;
    }

    String insert() {
        return "INSERT INTO shop." + label + " (" + names(columns) + ") VALUES ("
                + columns.stream().map(column -> "?").collect(Collectors.joining(", ")) + ")";
    }

    /** Sets the given columns; their values come first, the key's last. */
    String update(String... names) {
        return "UPDATE shop." + label + " SET " + String.join(" = ?, ", names) + " = ? WHERE " + keyed();
    }

    String delete() {
        return "DELETE FROM shop." + label + " WHERE " + keyed();
    }

    private String keyed() {
        return keys().stream().map(column -> column.name() + " = ?").collect(Collectors.joining(" AND "));
    }

    private static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }
}
