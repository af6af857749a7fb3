// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A process that opens connections, says how many, and keeps them until its input ends: their files are not the test's. */
final class IdleConnections {
    private IdleConnections() {}

    public static void main(String[] args) throws IOException {
        List<Socket> open = new ArrayList<>();
        for (int i = Integer.parseInt(args[1]); i > 0; i--) {
            open.add(new Socket("127.0.0.1", Integer.parseInt(args[0])));
        }
        System.out.println(open.size());
        while (System.in.read() >= 0) {
            continue;
        }
    }
}
