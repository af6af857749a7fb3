// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

/** How far an order key can be trusted: what two keys of the same epoch say about which change came later. */
public enum Quality {
    /** Any two changes of the connector are ordered. */
    TOTAL,
    /** Changes of different transactions are ordered; those within one may tie. */
    TRANSACTION,
    /** Changes of the same key are ordered, others not. */
    KEY,
    /** It is the position in Kafka: ordered for one key while its partition and topic stay the same. */
    OFFSET,
    /** The event holds nothing to order it by. */
    NONE
}
