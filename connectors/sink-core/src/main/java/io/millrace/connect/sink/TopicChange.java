// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** What to do when a topic is not the one that an offset was stored for: made anew, or cut off below the offset. */
public enum TopicChange {
    /** The task stops and says so. */
    FAIL,
    /** It begins with the topic's first record. */
    EARLIEST,
    /** It goes on with records that are still to come. */
    LATEST
}
