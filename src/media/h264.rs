//! The smallest H.264 film: one grey picture, then pictures in which nothing changes.
//!
//! Constrained baseline profile, CAVLC. Clause numbers are those of ITU-T H.264.

/// The level that allows pictures up to 4096×2304.
const LEVEL_5_1: u8 = 51;
/// Constrained baseline: profile number, then its constraint flags.
const PROFILE: [u8; 2] = [66, 0xc0];
/// Slice and parameter NAL unit headers: reference importance and type (7.3.1).
const NAL_SPS: u8 = 0x67;
const NAL_PPS: u8 = 0x68;
const NAL_KEY_PICTURE: u8 = 0x65;
const NAL_PICTURE: u8 = 0x41;

/// The parameter sets and pictures of one film size.
pub(super) struct GreyFilm {
    width_mbs: u32,
    height_mbs: u32,
    crop_right: u32,
    crop_bottom: u32,
}

impl GreyFilm {
    /// A film of so many pixels; odd sides are rounded down to even ones (4:2:0 has no others).
    pub(super) fn new(width: u32, height: u32) -> Self {
        let (width_mbs, height_mbs) = (width.div_ceil(16), height.div_ceil(16));
        let crop_right = (width_mbs * 16 - width).div_ceil(2);
        let crop_bottom = (height_mbs * 16 - height).div_ceil(2);
        Self { width_mbs, height_mbs, crop_right, crop_bottom }
    }

    /// The decoder configuration record (`avcC`) of ISO/IEC 14496-15.
    pub(super) fn configuration(&self) -> Vec<u8> {
        let (sps, pps) = (self.sequence_parameters(), picture_parameters());
        let mut out = vec![1, PROFILE[0], PROFILE[1], LEVEL_5_1, 0xff, 0xe1];
        out.extend_from_slice(&(sps.len() as u16).to_be_bytes());
        out.extend_from_slice(&sps);
        out.push(1);
        out.extend_from_slice(&(pps.len() as u16).to_be_bytes());
        out.extend_from_slice(&pps);
        out
    }

    /// 7.3.2.1.
    fn sequence_parameters(&self) -> Vec<u8> {
        let mut bits = Bits::new(NAL_SPS);
        for byte in [PROFILE[0], PROFILE[1], LEVEL_5_1] {
            bits.put(u32::from(byte), 8);
        }
        bits.ue(0); // its id
        bits.ue(4); // frame numbers have 8 bits
        bits.ue(2); // output order is decoding order
        bits.ue(1); // one reference picture
        bits.put(0, 1); // no gaps in frame numbers
        bits.ue(self.width_mbs - 1);
        bits.ue(self.height_mbs - 1);
        bits.put(0b11, 2); // whole frames, 8×8 inference
        bits.put(1, 1); // cropping: left, right, top, bottom in steps of two pixels
        for crop in [0, self.crop_right, 0, self.crop_bottom] {
            bits.ue(crop);
        }
        bits.put(0, 1); // no usability information
        bits.finish()
    }

    /// One picture as a NAL unit: the first is whole and grey, each later one repeats it.
    pub(super) fn picture(&self, index: u32) -> Vec<u8> {
        let key = index == 0;
        let mut bits = Bits::new(if key { NAL_KEY_PICTURE } else { NAL_PICTURE });
        // 7.3.3, slice header.
        bits.ue(0); // first macroblock
        bits.ue(if key { 7 } else { 5 }); // all slices are I, or P
        bits.ue(0); // picture parameters
        bits.put(index % 256, 8); // frame number
        if key {
            bits.ue(0); // id of the key picture
            bits.put(0b00, 2); // reference marking
        } else {
            bits.put(0b000, 3); // default references, default list, reference marking
        }
        bits.ue(0); // no change of the quantiser
        bits.ue(1); // no deblocking
        let macroblocks = self.width_mbs * self.height_mbs;
        if key {
            for _ in 0..macroblocks {
                // 7.3.5: intra 16×16 from the neighbours' mean, chroma the same, no residual.
                bits.ue(3);
                bits.put(0b111, 3);
            }
        } else {
            bits.ue(macroblocks); // all of them are skipped
        }
        bits.finish()
    }
}

/// 7.3.2.2.
fn picture_parameters() -> Vec<u8> {
    let mut bits = Bits::new(NAL_PPS);
    bits.ue(0); // its id
    bits.ue(0); // the sequence's id
    bits.put(0b00, 2); // CAVLC, no field order
    for _ in 0..3 {
        bits.ue(0); // one slice group, one reference in both lists
    }
    bits.put(0b000, 3); // no weighted prediction
    for _ in 0..3 {
        bits.ue(0); // quantisers as they are
    }
    bits.put(0b100, 3); // slices control deblocking; nothing constrained, nothing redundant
    bits.finish()
}

/// Bits of a NAL unit, most significant first.
struct Bits {
    bytes: Vec<u8>,
    pending: u32,
    count: u32,
    header: u8,
}

impl Bits {
    fn new(header: u8) -> Self {
        Self { bytes: Vec::new(), pending: 0, count: 0, header }
    }

    fn put(&mut self, value: u32, bits: u32) {
        for shift in (0..bits).rev() {
            self.pending = (self.pending << 1) | ((value >> shift) & 1);
            self.count += 1;
            if self.count == 8 {
                self.bytes.push(self.pending as u8);
                (self.pending, self.count) = (0, 0);
            }
        }
    }

    /// An unsigned Exp-Golomb number (9.1).
    fn ue(&mut self, value: u32) {
        let code = value + 1;
        let len = 32 - code.leading_zeros();
        self.put(0, len - 1);
        self.put(code, len);
    }

    /// The stop bit, the header, and a 3 wherever two zero bytes come before a byte up to 3 (7.4.1).
    fn finish(mut self) -> Vec<u8> {
        self.put(1, 1);
        while self.count != 0 {
            self.put(0, 1);
        }
        let mut out = vec![self.header];
        let mut zeros = 0;
        for byte in self.bytes {
            if zeros == 2 && byte <= 3 {
                out.push(3);
                zeros = 0;
            }
            zeros = if byte == 0 { zeros + 1 } else { 0 };
            out.push(byte);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_exp_golomb_table() {
        // 0 → 1, 1 → 010, 2 → 011, 3 → 00100, then the stop bit and padding.
        let mut bits = Bits::new(0);
        for value in 0..4 {
            bits.ue(value);
        }
        assert_eq!(bits.finish(), vec![0, 0b1010_0110, 0b0100_1000]);
    }

    #[test]
    fn start_codes_cannot_appear_inside() {
        let mut bits = Bits::new(0x65);
        for value in [0, 0, 0, 0, 0, 1] {
            bits.put(value, 8);
        }
        assert_eq!(bits.finish(), vec![0x65, 0, 0, 3, 0, 0, 3, 0, 1, 0x80]);
    }
}
