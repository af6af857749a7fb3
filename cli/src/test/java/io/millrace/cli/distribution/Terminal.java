// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.distribution;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import io.millrace.cli.distribution.Distribution.Ended;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;

/** A terminal of so many columns, as the kernel gives one to a terminal emulator (pty(7)). Linux only. */
final class Terminal implements AutoCloseable {
    private static final int READ_AND_WRITE = 2;
    private static final int NOT_CONTROLLING = 0400;
    private static final long SET_SIZE = 0x5414;

    private final int emulator;
    private final File side;

    private Terminal(int emulator, File side) {
        this.emulator = emulator;
        this.side = side;
    }

    /** Skips the test, by name, where there can be none. */
    static Terminal ofColumns(int columns) {
        Assumptions.assumeTrue(Platform.isLinux(), "opens pseudo-terminals of Linux");
        int emulator = checked(C.LIBRARY.posix_openpt(READ_AND_WRITE | NOT_CONTROLLING), "posix_openpt");
        checked(C.LIBRARY.grantpt(emulator), "grantpt");
        checked(C.LIBRARY.unlockpt(emulator), "unlockpt");
        byte[] name = new byte[64];
        checked(C.LIBRARY.ptsname_r(emulator, name, name.length), "ptsname_r");
        try (Memory size = new Memory(8)) {
            size.clear();
            size.setShort(0, (short) 24);
            size.setShort(2, (short) columns);
            checked(C.LIBRARY.ioctl(emulator, SET_SIZE, size), "ioctl");
        }
        return new Terminal(emulator, new File(Native.toString(name)));
    }

    private static int checked(int result, String call) {
        if (result < 0) {
            throw new AssertionError(call + " failed: " + Native.getLastError());
        }
        return result;
    }

    /** Runs it on this terminal, to its end; all that it writes appears in {@code out}. */
    Ended run(ProcessBuilder builder) throws IOException {
        builder.environment().putIfAbsent("TERM", "xterm-256color");
        Process process = builder.redirectInput(Redirect.from(side))
                .redirectOutput(Redirect.to(side))
                .redirectError(Redirect.to(side))
                .start();
        String shown = shown();
        return new Ended(Distribution.status(process), shown, "");
    }

    /** Until the last process that has the terminal open is gone; the kernel then says EIO. */
    private String shown() {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        byte[] chunk = new byte[4096];
        for (long read = read(chunk); read > 0; read = read(chunk)) {
            shown.write(chunk, 0, (int) read);
        }
        return shown.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    private long read(byte[] chunk) {
        return C.LIBRARY.read(emulator, chunk, chunk.length);
    }

    @Override
    public void close() {
        C.LIBRARY.close(emulator);
    }

    /** Of the C library, what opens terminals. */
    private interface C extends Library {
        C LIBRARY = Native.load("c", C.class);

        int posix_openpt(int flags);

        int grantpt(int fd);

        int unlockpt(int fd);

        int ptsname_r(int fd, byte[] name, long length);

        int ioctl(int fd, long request, Memory argument);

        long read(int fd, byte[] buffer, long count);

        int close(int fd);
    }
}
