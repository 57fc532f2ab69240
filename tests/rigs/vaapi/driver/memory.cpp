// SPDX-License-Identifier: MIT OR Apache-2.0
#include "memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rigsw {
namespace {

int duplicate_descriptor(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 0); }

} // namespace

Memory allocate(std::size_t size) { return {std::make_shared<std::uint8_t[]>(size), size}; }

std::shared_ptr<MappedFile> MappedFile::create(std::size_t size) {
    const int descriptor = memfd_create("rigsw test double", MFD_CLOEXEC);
    if (descriptor < 0)
        return nullptr;
    if (ftruncate(descriptor, static_cast<off_t>(size)) != 0) {
        close(descriptor);
        return nullptr;
    }
    return map(descriptor, size);
}

std::shared_ptr<MappedFile> MappedFile::of(int descriptor) {
    struct stat status {};
    if (fstat(descriptor, &status) != 0 || status.st_size <= 0)
        return nullptr;
    const int ours = duplicate_descriptor(descriptor);
    return ours < 0 ? nullptr : map(ours, static_cast<std::size_t>(status.st_size));
}

std::shared_ptr<MappedFile> MappedFile::map(int descriptor, std::size_t size) {
    void* data = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (data == MAP_FAILED) {
        close(descriptor);
        return nullptr;
    }
    return std::shared_ptr<MappedFile>(new MappedFile(descriptor, static_cast<std::uint8_t*>(data), size));
}

MappedFile::~MappedFile() {
    munmap(data_, size_);
    close(descriptor_);
}

int MappedFile::duplicate() const { return duplicate_descriptor(descriptor_); }

Memory memory_of(const std::shared_ptr<MappedFile>& file) {
    return {std::shared_ptr<std::uint8_t[]>(file, file->data()), file->size()};
}

} // namespace rigsw
