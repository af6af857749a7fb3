-- The shop whose tables shop-mysql-source follows, and what its user needs for that.
GRANT RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'shop'@'%';

CREATE TABLE shop.customers (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  email VARCHAR(190) NOT NULL,
  name VARCHAR(120) NOT NULL,
  created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
);

CREATE TABLE shop.orders (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT UNSIGNED NOT NULL,
  status ENUM('placed', 'paid', 'shipped', 'returned') NOT NULL,
  currency CHAR(3) NOT NULL DEFAULT 'EUR',
  total DECIMAL(14, 2) NOT NULL,
  placed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  FOREIGN KEY (customer_id) REFERENCES shop.customers (id)
);

CREATE TABLE shop.order_items (
  order_id BIGINT NOT NULL,
  line SMALLINT UNSIGNED NOT NULL,
  sku VARCHAR(40) NOT NULL,
  quantity INT UNSIGNED NOT NULL,
  price DECIMAL(10, 2) NOT NULL,
  discount DECIMAL(6, 4) NULL,
  PRIMARY KEY (order_id, line),
  FOREIGN KEY (order_id) REFERENCES shop.orders (id)
);

INSERT INTO shop.customers (email, name) VALUES ('ada@example.com', 'Ada'), ('grace@example.com', 'Grace');
INSERT INTO shop.orders (customer_id, status, total) VALUES (1, 'paid', 42.50), (2, 'placed', 7.00);
INSERT INTO shop.order_items (order_id, line, sku, quantity, price, discount) VALUES
  (1, 1, 'SKU-1', 2, 20.00, NULL), (1, 2, 'SKU-2', 1, 5.00, 0.5000), (2, 1, 'SKU-1', 1, 7.00, NULL);
