// SPDX-License-Identifier: Apache-2.0
/**
 * The sink to PostgreSQL: its types in binary {@code COPY}, statements, offsets in the transaction of the rows. What a sink does
 * whatever the store is in {@link io.millrace.connect.sink}; this package knows PostgreSQL and no other store.
 */
package io.millrace.connect.postgres;
