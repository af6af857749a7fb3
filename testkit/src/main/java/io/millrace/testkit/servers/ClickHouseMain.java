// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.StringArray;

/**
 * Is ClickHouse: loads the library that has it whole and hands it a command line of {@code clickhouse local}. A process of
 * its own runs it, for a server that is killed must not take a test with it.
 *
 * <p>{@code clickhouse local} listens when it is told to by SQL, and ends with the last of its statements. That one reads a
 * pipe into which nobody writes.
 */
final class ClickHouseMain {
    private ClickHouseMain() {}

    /** The library and the configuration file. */
    public static void main(String[] arguments) {
        String[] command = {
            "clickhouse",
            "--config-file=" + arguments[1],
            "--query=SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP;"
                    + " SELECT * FROM file('/proc/self/fd/%d', 'LineAsString', 'line String') FORMAT Null"
                            .formatted(silentPipe())
        };
        Function query = NativeLibrary.getInstance(arguments[0]).getFunction("query_stable");
        query.invokePointer(new Object[] {command.length, new StringArray(command)});
    }

    /** The end to read from; the other stays open as long as this process. */
    private static int silentPipe() {
        int[] ends = new int[2];
        int status = NativeLibrary.getInstance("c").getFunction("pipe").invokeInt(new Object[] {ends});
        if (status != 0) {
            throw new IllegalStateException("Cannot make a pipe: status " + status);
        }
        return ends[0];
    }
}
