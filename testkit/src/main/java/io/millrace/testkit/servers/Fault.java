// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

/** What {@link FaultProxy} does to a connection at a message of its client. */
public enum Fault {
    /** The message is lost and the connection is reset, on both sides. */
    RESET,
    /**
     * The message and all after it are lost, both ways, and neither side hears that the other has closed: the network
     * between them is gone.
     */
    SWALLOW,
    /** The message and all after it, both ways, wait for {@link FaultRule#release}. */
    HOLD,
    /** The server gets the message and answers; the answer is lost and the connection is reset, on both sides. */
    LOSE_REPLY
}
