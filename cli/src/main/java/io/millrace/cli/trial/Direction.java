// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

/** Which way a connector's records go. */
enum Direction {
    /** The connector makes records; they are transformed, then converted to bytes. */
    SOURCE,
    /** Bytes are converted to records; they are transformed, then the connector gets them. */
    SINK
}
