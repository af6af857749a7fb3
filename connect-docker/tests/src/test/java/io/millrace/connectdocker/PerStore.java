// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

/** What differs from store to store. */
record PerStore<T>(T postgres, T clickHouse) {
    static <T> PerStore<T> same(T inAll) {
        return new PerStore<>(inAll, inAll);
    }

    T in(Store store) {
        return switch (store) {
            case POSTGRES -> postgres;
            case CLICKHOUSE -> clickHouse;
        };
    }
}
