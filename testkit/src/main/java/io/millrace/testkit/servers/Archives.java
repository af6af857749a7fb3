// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** Unpacks {@code .zip}, {@code .jar}, {@code .tar.gz} and {@code .txz}, with no program of the system's. */
final class Archives {
    private static final int OWNER_EXECUTE = 0100;

    private Archives() {}

    /** Unpacks {@code archive} into the folder {@code into}; a {@code .txz} inside is unpacked in its place. */
    static void unpack(Path archive, Path into) throws IOException {
        Files.createDirectories(into);
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
                ArchiveInputStream<? extends ArchiveEntry> entries = open(archive.toString(), file)) {
            unpackAll(entries, into);
        }
    }

    private static ArchiveInputStream<? extends ArchiveEntry> open(String name, InputStream file) throws IOException {
        if (name.endsWith(".zip") || name.endsWith(".jar")) {
            return new ZipArchiveInputStream(file);
        }
        if (name.endsWith(".tar.gz")) {
            return new TarArchiveInputStream(new GzipCompressorInputStream(file));
        }
        if (name.endsWith(".txz")) {
            return new TarArchiveInputStream(new XZCompressorInputStream(file));
        }
        throw new IOException("not a .zip, .jar, .tar.gz or .txz: " + name);
    }

    private static void unpackAll(ArchiveInputStream<? extends ArchiveEntry> entries, Path into) throws IOException {
        for (@Nullable ArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            Path target = into.resolve(entry.getName()).normalize();
            if (!target.startsWith(into)) {
                throw new IOException("entry outside the archive: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else {
                Path parent = target.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                unpackFile(entry, entries, target, into);
            }
        }
    }

    private static void unpackFile(ArchiveEntry entry, InputStream content, Path target, Path into) throws IOException {
        if (entry.getName().endsWith(".txz")) {
            // Not closed: that would close the archive around it.
            unpackAll(open(entry.getName(), content), into);
        } else if (entry instanceof TarArchiveEntry tar && tar.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(tar.getLinkName()));
        } else {
            Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
            if (isProgram(entry)) {
                makeExecutable(target);
            }
        }
    }

    /** A tar says so; a jar cannot, so what lies in {@code bin} or {@code scripts} counts. */
    private static boolean isProgram(ArchiveEntry entry) {
        if (entry instanceof TarArchiveEntry tar) {
            return (tar.getMode() & OWNER_EXECUTE) != 0;
        }
        return entry.getName().contains("/bin/") || entry.getName().contains("/scripts/");
    }

    private static void makeExecutable(Path file) throws IOException {
        Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(file));
        permissions.add(PosixFilePermission.OWNER_EXECUTE);
        permissions.add(PosixFilePermission.GROUP_EXECUTE);
        permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        Files.setPosixFilePermissions(file, permissions);
    }

    /** Deletes a folder with all in it, if it exists; links are deleted, not followed. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
