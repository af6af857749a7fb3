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
  total DECIMAL(14, 2) NOT NULL,
  placed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  FOREIGN KEY (customer_id) REFERENCES shop.customers (id)
);

INSERT INTO shop.customers (email, name) VALUES ('ada@example.com', 'Ada'), ('grace@example.com', 'Grace');
INSERT INTO shop.orders (customer_id, status, total) VALUES (1, 'paid', 42.50), (2, 'placed', 7.00);
